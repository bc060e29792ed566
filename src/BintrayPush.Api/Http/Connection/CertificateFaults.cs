#if NET
using BintrayPush.Api.Content;
using BintrayPush.Api.Failures;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace BintrayPush.Api.Http.Connection;

/// <summary>
/// What is wrong with a server's certificate, in words. A certificate may have several faults: the one comes first that trusting another
/// authority would not cure.
/// </summary>
internal static class CertificateFaults
{
    private const X509ChainStatusFlags Untrusted = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
    private const X509ChainStatusFlags NoAuthority = X509ChainStatusFlags.InvalidBasicConstraints
        | X509ChainStatusFlags.InvalidNameConstraints;

    /// <param name="authorities">Those that are trusted beside the system's.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain that the system built from it.</param>
    /// <param name="errors">What the system found.</param>
    /// <returns>Nothing if the certificate is good.</returns>
    public static CertificateFault? Find(
        CertificateAuthorities? authorities, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
        {
            return null;
        }

        CertificateFault? fault = null;
        return authorities?.Accept(certificate, chain, errors, built => fault = Of(certificate, built, errors, areNamed: true)) == true
            ? null
            : fault ?? Of(certificate, chain, errors, authorities is not null);
    }

    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain that was built from it.</param>
    /// <param name="errors">What the system found.</param>
    /// <param name="areNamed">Whether the caller named authorities to be trusted: then it is said that the issuer is none of them.</param>
    private static CertificateFault Of(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, bool areNamed)
    {
        if (certificate is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable))
        {
            return new(CallFailure.CertificateUnfit, "the server shows no certificate");
        }

        using var leaf = new X509Certificate2(certificate);
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            return new(CallFailure.CertificateOfOtherHost, $"the server's certificate is for {Names(leaf)}");
        }

        var elements = chain?.ChainElements.Cast<X509ChainElement>().ToList() ?? [];
        if (elements.Find(element => Has(element, X509ChainStatusFlags.NotTimeValid)) is { } outdated)
        {
            return new(CallFailure.CertificateExpired, $"{Whose(outdated.Certificate, leaf)} {Period(outdated.Certificate)}");
        }

        if (elements.Find(element => Has(element, NoAuthority)) is { } unfit)
        {
            return new(
                CallFailure.CertificateUnfit,
                $"{Whose(unfit.Certificate, leaf)} was issued by {Issuer(unfit.Certificate)}, which must not issue it: it is not a "
                    + "certificate authority for it");
        }

        var named = areNamed ? "is none of those that were named, and " : "";
        return elements.Find(element => Has(element, ~(Untrusted | NoAuthority | X509ChainStatusFlags.NotTimeValid))) is { } odd
            ? new(
                CallFailure.CertificateUnfit,
                $"{Whose(odd.Certificate, leaf)} has a fault: "
                    + $"{string.Join(" ", odd.ChainElementStatus.Select(status => status.StatusInformation.Trim()))}")
            : new(CallFailure.CertificateUntrusted, leaf.Subject == leaf.Issuer
                ? $"the server's certificate is signed by itself, {(areNamed ? named : "and ")}this machine does not trust it"
                : $"the server's certificate was issued by {Issuer(elements.Count > 0 ? elements[^1].Certificate : leaf)}, "
                    + $"which {named}{(areNamed ? "which " : "")}this machine does not trust");
    }

    private static bool Has(X509ChainElement element, X509ChainStatusFlags flags) =>
        element.ChainElementStatus.Any(status => (status.Status & flags) != 0);

    private static string Whose(X509Certificate2 certificate, X509Certificate2 leaf) =>
        certificate.Thumbprint == leaf.Thumbprint
            ? "the server's certificate"
            : $"the certificate of {Plain(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false))}";

    private static string Period(X509Certificate2 certificate) => certificate.NotAfter < DateTime.Now
        ? $"expired on {Date(certificate.NotAfter)}"
        : $"is not valid before {Date(certificate.NotBefore)}";

    private static string Date(DateTime time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    private static string Issuer(X509Certificate2 certificate) =>
        $"'{Plain(certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: true))}'";

    private static string Names(X509Certificate2 certificate)
    {
        const int Most = 5;
        var alternatives = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().FirstOrDefault();
        List<string> names = alternatives is null
            ? [certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false)]
            : [.. alternatives.EnumerateDnsNames(), .. alternatives.EnumerateIPAddresses().Select(address => address.ToString())];
        return string.Join(", ", names.Take(Most).Select(Plain)) + (names.Count > Most ? $" and {names.Count - Most} more" : "");
    }

    private static string Plain(string text) => LogText.Clean(text);
}
#endif
