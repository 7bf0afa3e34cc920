using Microsoft.AspNetCore.Http.HttpResults;

namespace Demo.Mail;

/// <summary>E-mail: into a folder, or to the server that <c>Mail:Host</c> and <c>Mail:Port</c> name.</summary>
internal static class MailFeature
{
    private const int SmtpPort = 25;

    public static void AddMail(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Mailbox>();
        if (builder.Configuration["Mail:Host"] is { Length: > 0 } host)
        {
            builder.Services.AddSingleton<IMailer>(new SmtpMailer(host, builder.Configuration.GetValue("Mail:Port", SmtpPort)));
        }
        else
        {
            builder.Services.AddSingleton<IMailer, FolderMailer>();
        }
    }

    public static void MapMail(this WebApplication app)
    {
        app.MapGet("/api/mail", (Mailbox mailbox, IMailer mailer) => new { mailer.Destination, Letters = mailbox.List() });
        app.MapGet("/api/mail/{name}.eml", Results<PhysicalFileHttpResult, ProblemHttpResult> (string name, Mailbox mailbox) =>
            mailbox.Find(name) is { } path
                ? TypedResults.PhysicalFile(path, "message/rfc822", name + ".eml")
                : TypedResults.Problem($"There is no letter “{name}”.", statusCode: StatusCodes.Status404NotFound));
    }
}
