using Sockeye.Browser.Tests.Accounts;

namespace Sockeye.Browser.Tests.Chat;

/// <summary>What people do on the chat's page.</summary>
internal static class ChatTab
{
    /// <summary>Opens a window in which somebody logs in.</summary>
    public static async Task<Tab> OpenAsync(Browser browser, string address, Visitor visitor, int width = 1280, bool dark = false, bool webSockets = true)
    {
        var tab = await browser.OpenAsync($"{address}/accounts/log-in/?kind={visitor.Account["kind"]}", width: width, dark: dark, webSockets: webSockets);
        await tab.LogInAsync(visitor);
        await tab.WaitForUrlAsync("/chat/");
        await tab.ConnectedAsync();
        return tab;
    }

    /// <summary>Fills in the form of the log-in page, and sends it.</summary>
    public static async Task LogInAsync(this Tab tab, Visitor visitor)
    {
        await tab.FillAsync("E-mail address", visitor.Email);
        await tab.FillAsync("Password", Visitor.Password);
        await tab.ClickAsync("button", "Log in");
    }

    public static Task ConnectedAsync(this Tab tab) => tab.WaitForAsync("#connection[data-state=connected]", "^Connected$");

    /// <summary>Opens a conversation from the list.</summary>
    public static async Task OpenRoomAsync(this Tab tab, string title)
    {
        await tab.ClickOnAsync("#room-list button", title);
        await tab.WaitForAsync("#room:not([hidden]) #room-title", title);
    }

    public static async Task OpenContactsAsync(this Tab tab)
    {
        await tab.ClickOnAsync("#contacts");
        await tab.WaitForCountAsync("#contacts-dialog[open]", 1);
    }

    /// <summary>Asks somebody to be a contact, in the dialog that is open.</summary>
    public static async Task AskForAsync(this Tab tab, string email)
    {
        await tab.FillAsync("Ask somebody by e-mail address", email);
        await tab.PressAsync("Enter");
    }

    /// <summary>Begins a conversation with a contact.</summary>
    public static async Task StartConversationAsync(this Tab tab, string name)
    {
        await tab.ClickAsync("button", "New");
        await tab.ClickOnAsync("#contact-list label", name);
        await tab.ClickAsync("button", "Start conversation");
        await tab.WaitForAsync("#room:not([hidden]) #room-title", name);
    }

    public static async Task SayAsync(this Tab tab, string text)
    {
        await tab.FillAsync("Message", text);
        await tab.PressAsync("Enter");
    }

    /// <summary>Gets the texts of the open conversation, the oldest first.</summary>
    public static Task<string[]> SaidAsync(this Tab tab) => tab.TextsAsync("#messages .text");
}
