namespace BintrayPush.Api.Failures;

/// <summary>What happened to a call that has no answer of the service itself, as far as that is known.</summary>
public enum CallFailure
{
    /// <summary>The service answered, or nothing more is known than that it did not.</summary>
    None,

    /// <summary>No connection could be opened: nothing listens there, or nothing came back.</summary>
    Unreachable,

    /// <summary>The name of the host is not known.</summary>
    UnknownHost,

    /// <summary>The connection was opened and broke.</summary>
    BrokenOff,

    /// <summary>The connection is open, and nothing was heard for too long.</summary>
    Silent,

    /// <summary>The server's certificate comes from an authority that is not trusted here.</summary>
    CertificateUntrusted,

    /// <summary>The server's certificate is for other host names.</summary>
    CertificateOfOtherHost,

    /// <summary>The server's certificate, or one that it rests on, is not valid at this time.</summary>
    CertificateExpired,

    /// <summary>The server's certificate was issued by one that must not issue any, or has another fault.</summary>
    CertificateUnfit,

    /// <summary>TLS could not be agreed on, for another reason than the certificate.</summary>
    TlsRejected,

    /// <summary>TLS was spoken to a port that does not speak it.</summary>
    TlsToPlainPort,

    /// <summary>Plain http was spoken to a port that speaks TLS.</summary>
    PlainToTlsPort,

    /// <summary>A proxy or another machine on the way answered in place of the service.</summary>
    Intermediary,

    /// <summary>Something answered that is not the API of a Bintray-style service.</summary>
    NotAnApi,

    /// <summary>The service does not take the identity token of this build.</summary>
    SignInRefused,

    /// <summary>The service takes no identity tokens at all.</summary>
    NoSignIn,

    /// <summary>The build service gives this build no identity token.</summary>
    NoIdentityToken,

    /// <summary>The one identity token was exchanged for a key, which does not count any more.</summary>
    IdentityTokenSpent,

    /// <summary>The one identity token has expired before it was exchanged.</summary>
    IdentityTokenExpired,

    /// <summary>What should hold an identity token, or say where one is asked for, holds something else.</summary>
    IdentityTokenUnusable,

    /// <summary>An answer came that makes no sense: it was cut on the way, or is none of such a service.</summary>
    Unreadable,
}
