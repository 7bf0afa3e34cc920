namespace Guide.Step5;

public sealed record Message(long Id, string Room, string Sender, string TempId, string Text);
