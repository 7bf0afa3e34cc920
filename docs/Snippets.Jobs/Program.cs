using System.Reflection;

// Runs the examples of docs/background, one after the other, and prints the name of each in front of what it prints itself: a test compares that with the
// pages. An example is a public method of a static class.
var examples = typeof(Program).Assembly.GetTypes()
    .Where(static type => type is { Namespace: "Snippets.Jobs", IsAbstract: true, IsSealed: true })
    .OrderBy(static type => type.Name, StringComparer.Ordinal)
    .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
    .Where(example => args.Length == 0 || args.Contains(example.DeclaringType!.Name));

foreach (var example in examples)
{
    Console.WriteLine($"# {example.DeclaringType!.Name}.{example.Name}");
    if (example.Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null) is Task running)
    {
        await running.DefaultTimeout();
    }
}
