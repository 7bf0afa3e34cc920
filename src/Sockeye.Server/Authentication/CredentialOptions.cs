using Microsoft.AspNetCore.Http;

namespace Sockeye;

/// <summary>How a connection is treated whose user has shown a credential that ends, and how clients show a new one.</summary>
/// <remarks>
/// They concern users whom the application's authentication finds (<c>AddAuthentication</c>). When a credential ends is the <c>ExpiresUtc</c> of its
/// ticket, as cookies and bearer tokens have it, or else the claim <c>exp</c>; without either it does not end.
/// </remarks>
public sealed class CredentialOptions
{
    /// <summary>Gets or sets whether a connection is closed when its credential has ended.</summary>
    /// <value>
    /// The default is <see langword="true"/>. The client is sent <see cref="ControlEvents.Expired"/> before, and connects again by itself, as after any
    /// loss of the connection, with the credential that it has by then.
    /// </value>
    public bool CloseOnExpiry { get; set; } = true;

    /// <summary>Gets or sets how much longer than its credential a connection lasts.</summary>
    /// <value>
    /// The default is 30 seconds; it must not be less than zero. It is counted from when the credential was taken, where it had ended by then: handlers
    /// of tokens accept some that have, for the sake of clocks that differ.
    /// </value>
    public TimeSpan ExpiryGrace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets how long before a credential ends its client is sent <see cref="ControlEvents.Expiring"/>.</summary>
    /// <value>
    /// The default is one minute; zero sends nothing. It must not be less than zero. A socket that connects within that time is sent it then.
    /// </value>
    public TimeSpan ExpiryWarning { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets whether clients may show a new credential with <see cref="ControlEvents.Renew"/>.</summary>
    /// <value>The default is <see langword="true"/>. Without authentication among the services the event is one like any other.</value>
    public bool AllowRenewal { get; set; } = true;

    /// <summary>Gets or sets whether a new credential may be another user's than the connection's.</summary>
    /// <value>
    /// The default is <see langword="false"/>: whoever is nobody may become somebody, and somebody stays who it is. Policies are evaluated again for
    /// the new user; other middleware, and what handlers keep of the old one, are the application's.
    /// </value>
    public bool AllowUserChange { get; set; }

    /// <summary>Gets or sets the authentication scheme that is asked about a new credential.</summary>
    /// <value>The default is <see langword="null"/>: the schemes of the endpoint's policies, or else the application's default scheme.</value>
    public string? Scheme { get; set; }

    /// <summary>
    /// Gets or sets what puts a credential where the authentication handler looks for it. It is given a request like the one that opened
    /// the connection, without its query and without the headers <c>Authorization</c> and <c>Cookie</c>, and what the client sent.
    /// </summary>
    /// <value>
    /// The default is <see langword="null"/>: the client sends a string, or an object with the string <c>token</c>, and it becomes the header
    /// <c>Authorization: Bearer …</c>. A hook that throws refuses the credential.
    /// </value>
    public Action<HttpContext, EventArguments>? Present { get; set; }
}
