namespace Guide.Step4;

public sealed record Message(long Id, string Room, string Sender, string TempId, string Text);
