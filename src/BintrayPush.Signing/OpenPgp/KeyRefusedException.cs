namespace BintrayPush.Signing.OpenPgp;

/// <summary>A key is not taken or not used; the message says why, and names no secret.</summary>
/// <param name="message">A sentence's end: "the key ...".</param>
public sealed class KeyRefusedException(string message) : Exception(message);
