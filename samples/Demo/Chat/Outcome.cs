namespace Demo.Chat;

/// <summary>What was asked for, or why it was not done.</summary>
internal readonly record struct Outcome<T>(T? Value, ChatProblem? Problem)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(ChatProblem problem) => new(null, problem);

    /// <summary>Gets it as a route answers it.</summary>
    public IResult ToResult(int status = StatusCodes.Status200OK) => Problem is null
        ? TypedResults.Json(Value, statusCode: status)
        : TypedResults.Problem(Problem.Detail, statusCode: Problem.Status, extensions: [new("code", Problem.Code), .. Problem.Facts]);

    /// <summary>Gets it as an event acknowledges it: the value under a name, or the error.</summary>
    public object ToAck(string name) => Problem is null
        ? new Dictionary<string, object?> { [name] = Value }
        : new { Error = new { Problem.Code, Problem.Detail } };
}
