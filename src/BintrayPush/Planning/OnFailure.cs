namespace BintrayPush.Planning;

/// <summary>What becomes of the files that a push sent and did not publish, because something failed.</summary>
public enum OnFailure
{
    /// <summary>They stay where they are, unpublished: the next push sends only what is missing.</summary>
    Keep,

    /// <summary>They are dropped; what others sent to the same version stays. A push that is cancelled drops nothing.</summary>
    Discard,
}
