using Microsoft.AspNetCore.Http;

namespace Sockeye.Engine;

/// <summary>The cookie that carries the session's id, for load balancers that keep a client on one server by it.</summary>
/// <remarks>It is set by the answer to a polling handshake only. The engine itself never reads it.</remarks>
public sealed class EngineCookie
{
    /// <summary>Gets or sets the cookie's name.</summary>
    /// <value>The default is <c>io</c>; it must be a token of RFC 6265.</value>
    public string Name { get; set; } = "io";

    /// <summary>Gets or sets the path the cookie is for, or <see langword="null"/> to leave that out.</summary>
    /// <value>The default is <c>/</c>.</value>
    public string? Path { get; set; } = "/";

    /// <summary>Gets or sets the domain the cookie is for, or <see langword="null"/> for the host itself.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public string? Domain { get; set; }

    /// <summary>Gets or sets whether scripts are kept from the cookie.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool HttpOnly { get; set; } = true;

    /// <summary>Gets or sets whether the cookie travels over TLS only.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool Secure { get; set; }

    /// <summary>Gets or sets whether the cookie travels with requests from other sites.</summary>
    /// <value>The default is <see cref="SameSiteMode.Lax"/>; <see cref="SameSiteMode.Unspecified"/> leaves it out.</value>
    public SameSiteMode SameSite { get; set; } = SameSiteMode.Lax;

    /// <summary>Gets or sets how long the cookie lives, or <see langword="null"/> for as long as the browser runs.</summary>
    /// <value>The default is <see langword="null"/>; fractions of a second are dropped.</value>
    public TimeSpan? MaxAge { get; set; }
}
