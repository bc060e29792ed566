using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BintrayPush.Api.Content;

namespace BintrayPush.Api.Http.Connection;

/// <summary>Certificate authorities that a company has of its own, to be trusted beside the system's.</summary>
public sealed class CertificateAuthorities
{
    private const int LongestFile = 1 << 20;
    private const string Begin = "-----BEGIN CERTIFICATE-----";
    private const string End = "-----END CERTIFICATE-----";

    private readonly X509Certificate2[] _certificates;

    private CertificateAuthorities(X509Certificate2[] certificates) => _certificates = certificates;

    /// <summary>Reads a PEM file (RFC 7468) with one or more certificates.</summary>
    /// <param name="path">The file.</param>
    /// <param name="authorities">What is in it.</param>
    /// <param name="fault">Why it cannot be used.</param>
    public static bool TryRead(
        string path, [NotNullWhen(true)] out CertificateAuthorities? authorities, [NotNullWhen(false)] out string? fault)
    {
        authorities = null;
        fault = null;
        try
        {
            if (RegularFile.ReadAllBytes(path, LongestFile) is not { } content)
            {
                fault = "it is too large to be a list of certificates";
                return false;
            }

            using var text = new StreamReader(new MemoryStream(content));
            var certificates = Certificates(text.ReadToEnd());
            if (certificates.Count == 0)
            {
                fault = "it holds no certificate; a PEM file is expected, with lines that say BEGIN CERTIFICATE";
                return false;
            }

            authorities = new CertificateAuthorities([.. certificates]);
            return true;
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            fault = $"it cannot be read ({cause.Message.TrimEnd('.')})";
        }
        catch (Exception cause) when (cause is CryptographicException or FormatException)
        {
            fault = $"it holds a certificate that cannot be read ({cause.Message.TrimEnd('.')})";
        }

        return false;
    }

#if NET
    /// <summary>What is wrong with a server's certificate, in words; nothing if it is good.</summary>
    /// <param name="authorities">Those that are trusted beside the system's.</param>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain that the system built from it.</param>
    /// <param name="errors">What the system found.</param>
    public static string? FaultOf(
        CertificateAuthorities? authorities, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        CertificateFaults.Find(authorities, certificate, chain, errors)?.Message;

#endif
    /// <summary>Accepts a certificate that the system trusts, or whose only fault is a root that is one of these.</summary>
    /// <param name="certificate">The server's certificate.</param>
    /// <param name="chain">The chain that the system built; the certificates between come from there.</param>
    /// <param name="errors">What the system found. A wrong name is never forgiven.</param>
    /// <param name="built">Looks at the chain that was built with these authorities, if it is not good.</param>
    public bool Accept(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, Action<X509Chain>? built = null)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null)
        {
            return errors == SslPolicyErrors.None;
        }

        using var ours = new X509Chain();
        ours.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var between in chain?.ChainElements.Cast<X509ChainElement>().Select(element => element.Certificate) ?? [])
        {
            ours.ChainPolicy.ExtraStore.Add(between);
        }

        using var leaf = new X509Certificate2(certificate);
        if (IsTrusted(ours, leaf))
        {
            return true;
        }

        built?.Invoke(ours);
        return false;
    }

#if NET
    private bool IsTrusted(X509Chain chain, X509Certificate2 leaf)
    {
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(_certificates);
        return chain.Build(leaf);
    }
#else
    /// <summary>.NET Framework cannot trust a given root; it can build the chain without trust and look which root it ends in.</summary>
    private bool IsTrusted(X509Chain chain, X509Certificate2 leaf)
    {
        chain.ChainPolicy.ExtraStore.AddRange(_certificates);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        return chain.Build(leaf)
            && chain.ChainElements[chain.ChainElements.Count - 1].Certificate.RawData is var root
            && _certificates.Any(authority => authority.RawData.SequenceEqual(root));
    }
#endif

    /// <summary>
    /// The certificates of a text; what stands between them is for people (RFC 7468, section 2). .NET Framework reads no PEM.
    /// </summary>
    private static List<X509Certificate2> Certificates(string text)
    {
        var certificates = new List<X509Certificate2>();
        for (var begin = IndexOf(text, Begin, 0); begin >= 0; begin = IndexOf(text, Begin, begin))
        {
            begin += Begin.Length;
            var end = IndexOf(text, End, begin);
            if (end < 0)
            {
                throw new FormatException("it has no end");
            }

            certificates.Add(new X509Certificate2(Convert.FromBase64String(text.Substring(begin, end - begin))));
            begin = end;
        }

        return certificates;
    }

    private static int IndexOf(string text, string marker, int from) => text.IndexOf(marker, from, StringComparison.Ordinal);
}
