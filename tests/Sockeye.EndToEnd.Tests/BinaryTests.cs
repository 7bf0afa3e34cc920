using Sockeye.EndToEnd.Tests.Playing;

namespace Sockeye.EndToEnd.Tests;

public sealed class BinaryTests(Stage stage) : PlayTests(stage)
{
    private protected override bool AlsoOnOwnTransport => true;

    [Theory, OverEveryTransport]
    public Task Binary_anywhere_in_an_argument_comes_back_as_it_went(Mode mode) => PlayAsync("binary anywhere", mode, """
        [[true, true], [true, true], [true, true], [true, true], [true, true], [true, true], [true, true]]
        """);

    [Theory, OverEveryTransport, Trait("Behaviour", "70"), Trait("Behaviour", "77")]
    public Task A_typed_handler_takes_and_gives_bytes(Mode mode) =>
        PlayAsync("binary for a typed handler", mode, "[[3, 0], [0, 0], [70000, 0]]");

    [Theory, OverEveryTransport]
    public Task An_attachment_as_large_as_allowed_is_delivered(Mode mode) =>
        PlayAsync(new Play("large binary", mode) { Options = new HostOptions { MaxPayload = 100_000 } }, "[[true, 0, true]]");

    [Theory, OverEveryTransport]
    public Task Text_and_binary_keep_their_order(Mode mode) => PlayAsync("text and binary interleaved", mode, "[[100, true]]");
}
