using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sockeye.TestKit;

/// <summary>A certificate for localhost that this process has made, and clients that trust it and nothing else.</summary>
public static class TestCertificate
{
    public static X509Certificate2 Value { get; } = Make();

    public static SocketsHttpHandler TrustingHandler() =>
        new() { EnableMultipleHttp2Connections = true, SslOptions = { RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.GetCertHashString() == Value.GetCertHashString() } };

    /// <summary>Gets its key, for programs that read both from files.</summary>
    public static string KeyPem()
    {
        using var key = Value.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), password: null, X509KeyStorageFlags.Exportable);
    }
}
