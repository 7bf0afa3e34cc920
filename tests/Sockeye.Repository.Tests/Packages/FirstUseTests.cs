using System.Text.RegularExpressions;
using Sockeye.TestKit;

namespace Sockeye.Repository.Tests.Packages;

[Collection(typeof(PackagesOfThisBuild))]
public sealed partial class FirstUseTests(BuiltPackages packages)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hello_program_runs_from_the_packages_alone_client_file_included()
    {
        await CopyHelloWorldAsync();
        await packages.DotnetAsync(packages.Application, CancellationToken, "build", "--configuration", "Release", "--output", "out");
        await using var program = new ChildProcess(packages.Dotnet(packages.Application, "out/HelloWorld.dll", "--urls", "http://127.0.0.1:0"));
        var address = AddressPattern().Match(await program.ReadUntilAsync("Now listening on", CancellationToken)).Value;

        using var http = new HttpClient { BaseAddress = new Uri(address) };
        var page = await http.GetStringAsync("/", CancellationToken).DefaultTimeout();
        var clientFile = await http.GetByteArrayAsync("/socket.io/socket.io.js", CancellationToken).DefaultTimeout();

        Assert.Equal(await File.ReadAllTextAsync(HelloWorldPath("wwwroot", "index.html"), CancellationToken), page);
        Assert.Equal(await File.ReadAllBytesAsync(RepositoryRoot.PathOf("tests", "js", "node_modules", "socket.io-client", "dist", "socket.io.js"), CancellationToken), clientFile);
        foreach (var transport in new[] { "polling", "websocket" })
        {
            await using var client = NodeProcess.Start("hello-client.mjs", address, transport);
            Assert.StartsWith("welcome ", await client.ReadLineAsync(CancellationToken), StringComparison.Ordinal);
            Assert.Equal($"chat message over {transport}: hello åß∂", await client.AskAsync("hello åß∂", CancellationToken));
            Assert.Equal(0, await client.FinishAsync(CancellationToken));
        }
    }

    private static string HelloWorldPath(params ReadOnlySpan<string> parts) => RepositoryRoot.PathOf(["samples", "HelloWorld", .. parts]);

    private async Task CopyHelloWorldAsync()
    {
        var package = Assert.Single(Directory.EnumerateFiles(packages.Feed, "Sockeye.Server.*.nupkg"));
        var version = Path.GetFileNameWithoutExtension(package)["Sockeye.Server.".Length..];
        Directory.CreateDirectory(Path.Combine(packages.Application, "wwwroot"));
        File.Copy(HelloWorldPath("Program.cs"), Path.Combine(packages.Application, "Program.cs"));
        File.Copy(HelloWorldPath("wwwroot", "index.html"), Path.Combine(packages.Application, "wwwroot", "index.html"));
        await File.WriteAllTextAsync(Path.Combine(packages.Application, "HelloWorld.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Sockeye.Server" Version="{version}" />
              </ItemGroup>
            </Project>
            """, CancellationToken);
    }

    [GeneratedRegex(@"http://\S+")]
    private static partial Regex AddressPattern();
}
