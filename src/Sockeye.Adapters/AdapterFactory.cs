namespace Sockeye.Adapters;

/// <summary>Makes the adapter of a namespace; called once for each.</summary>
/// <param name="namespaceName">The namespace's name, such as <c>/</c> or <c>/admin</c>.</param>
/// <param name="local">The sockets and rooms of this process in that namespace.</param>
public delegate Adapter AdapterFactory(string namespaceName, LocalSockets local);
