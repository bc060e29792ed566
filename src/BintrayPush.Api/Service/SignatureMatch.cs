namespace BintrayPush.Api.Service;

/// <summary>How a detached signature and some bytes belong together.</summary>
public enum SignatureMatch
{
    /// <summary>A key of the subject signed these bytes.</summary>
    Good,

    /// <summary>A key of the subject signed other bytes.</summary>
    OtherContent,

    /// <summary>A key of the subject that is revoked signed it.</summary>
    RevokedKey,

    /// <summary>A key signed it that the subject does not have.</summary>
    UnknownKey,

    /// <summary>It is no signature.</summary>
    NoSignature,
}
