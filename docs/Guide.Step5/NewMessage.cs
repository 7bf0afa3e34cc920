namespace Guide.Step5;

public sealed record NewMessage(string With, string TempId, string Text);
