namespace BintrayPush.Server.SignIn;

/// <summary>
/// What belongs to one attempt to sign in. All of it is made of what the browser keeps and of a secret that all servers of a store share:
/// nothing is kept here, and the attempt may end at another server.
/// </summary>
/// <param name="State">What the browser has to bring back in the address.</param>
/// <param name="Nonce">What has to stand in the token.</param>
/// <param name="Verifier">What proves that the code was asked for here.</param>
/// <param name="Return">Where the provider sends the browser.</param>
internal sealed record SignInAttempt(string State, string Nonce, string Verifier, string Return);
