using Sockeye.ChatRig;

try
{
    return await ChatRun.StartAsync(RigOptions.Parse(args));
}
catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
