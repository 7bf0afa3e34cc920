namespace Sockeye.Engine.Http;

/// <summary>What a page of some origin may do.</summary>
internal enum OriginVerdict
{
    /// <summary>Nothing.</summary>
    Refused,

    /// <summary>What its visitor may.</summary>
    Allowed,

    /// <summary>What anybody may: any origin is allowed, and so its visitor's credentials do not count, as CORS has it.</summary>
    AllowedWithoutCredentials,
}
