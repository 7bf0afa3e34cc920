namespace Sockeye.Server.Handlers;

/// <summary>A handler method as a listener; one for all sockets.</summary>
internal sealed class HandlerBinding(HandlerMethod method) : EventBinding(method.Binding.Handler)
{
    public override ValueTask InvokeAsync(in EventInvocation invocation) => method.RunAsync((Socket)invocation.Source!, in invocation, disconnect: null);
}
