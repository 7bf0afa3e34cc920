using System.Text.Encodings.Web;

namespace Demo.Shell;

/// <summary>What all pages share: a page says where it belongs, by a comment such as <c>&lt;!-- shell:header --&gt;</c>.</summary>
internal sealed class Frame(IEnumerable<Section> sections)
{
    private const string Head = """
        <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
          <meta name="color-scheme" content="light dark">
          <link rel="icon" href="/favicon.svg" type="image/svg+xml">
          <link rel="stylesheet" href="/shell/tokens.css">
          <link rel="stylesheet" href="/shell/shell.css">
          <link rel="stylesheet" href="/shell/controls.css">
          <script src="/shell/theme.js"></script>
        """;

    private const string Footer = """
        <footer class="foot"><p>One ASP.NET Core process, the official Socket.IO browser client, SQLite. The source is in <code>samples/Demo</code>.</p></footer>
        """;

    private readonly Section[] _sections = [.. sections];

    /// <summary>Puts the frame around a page.</summary>
    /// <param name="page">The text of the page's file.</param>
    /// <param name="path">The address it is shown at.</param>
    public string Around(string page, string path) => page
        .Replace("<!-- shell:head -->", Head, StringComparison.Ordinal)
        .Replace("<!-- shell:header -->", Header(path), StringComparison.Ordinal)
        .Replace("<!-- shell:sections -->", Cards(), StringComparison.Ordinal)
        .Replace("<!-- shell:footer -->", Footer, StringComparison.Ordinal);

    private static string Entry(string title, string path, bool isCurrent) =>
        $"""<li><a href="{path}"{(isCurrent ? " aria-current=\"page\"" : "")}>{HtmlEncoder.Default.Encode(title)}</a></li>""";

    private string Header(string path)
    {
        var current = _sections.FirstOrDefault(section => path.StartsWith(section.Path, StringComparison.OrdinalIgnoreCase));
        var entries = _sections.Select(section => Entry(section.Title, section.Path, section == current));
        return $"""
            <a class="skip" href="#main">Skip to the content</a>
              <header class="bar">
                <div>
                  <a class="brand" href="/"{(path == "/" ? " aria-current=\"page\"" : "")}><img src="/favicon.svg" alt="" width="28" height="28">Sockeye</a>
                  <nav aria-label="Sections"><ul>{string.Concat(entries)}</ul></nav>
                  <button type="button" class="icon theme" id="theme" aria-label="Dark colours" hidden></button>
                </div>
              </header>{PagesOf(current, path)}
            """;
    }

    private static string PagesOf(Section? section, string path)
    {
        if (section is null || section.Pages.Count == 0)
        {
            return "";
        }

        var entries = section.Pages.Select(page => Entry(page.Title, page.Path, path.Equals(page.Path, StringComparison.OrdinalIgnoreCase)));
        return $"""<div class="subbar"><nav aria-label="{HtmlEncoder.Default.Encode(section.Title)}"><ul>{string.Concat(entries)}</ul></nav></div>""";
    }

    private string Cards() => string.Concat(_sections.Select(section =>
        $"""
        <li class="card"><h2><a href="{section.Path}">{HtmlEncoder.Default.Encode(section.Title)}</a></h2><p class="note">{HtmlEncoder.Default.Encode(section.Summary)}</p></li>
        """));
}
