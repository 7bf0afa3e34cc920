namespace Demo.Shell;

/// <summary>A page of a <see cref="Section"/> that has several.</summary>
/// <param name="Title">What the header calls it.</param>
/// <param name="Path">Its address, such as <c>/orders/sms/</c>.</param>
internal sealed record SectionPage(string Title, string Path);
