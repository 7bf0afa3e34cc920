namespace Demo.Shell;

/// <summary>A part of the demo. The header and the index page show those that are registered, in the order of registration.</summary>
/// <param name="Title">What the header calls it.</param>
/// <param name="Path">Its first page, such as <c>/hello/</c>.</param>
/// <param name="Summary">What the index page says of it.</param>
internal sealed record Section(string Title, string Path, string Summary)
{
    /// <summary>Gets its pages, which a second row of the header lists; none where it has but one.</summary>
    public IReadOnlyList<SectionPage> Pages { get; init; } = [];
}
