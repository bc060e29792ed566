using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Http.Secrets;

namespace BintrayPush.Places;

/// <summary>How a service is spoken to.</summary>
/// <param name="Downloads">Where published files are read from, if it is said.</param>
/// <param name="Credentials">The credentials; <see langword="null"/> for anonymous calls.</param>
/// <param name="Limits">How long it may take.</param>
/// <param name="SignIn">What gets a key when one is needed, if there are no credentials and somebody vouches for this build.</param>
public sealed record ConnectionSettings(ServiceUrl? Downloads, Credentials? Credentials, HttpLimits Limits, ISignIn? SignIn = null);
