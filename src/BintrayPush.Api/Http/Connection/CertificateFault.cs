using System.Security.Authentication;
using BintrayPush.Api.Failures;

namespace BintrayPush.Api.Http.Connection;

/// <summary>A server's certificate is not accepted: what the platform would only call a certificate that is invalid.</summary>
internal sealed class CertificateFault(CallFailure failure, string message) : AuthenticationException(message)
{
    /// <summary>Which kind of fault it is.</summary>
    public CallFailure Failure => failure;
}
