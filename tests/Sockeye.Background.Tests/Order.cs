namespace Sockeye.Background.Tests;

public sealed record Order(int Number, string Text = "");
