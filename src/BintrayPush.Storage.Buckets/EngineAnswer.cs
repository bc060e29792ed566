namespace BintrayPush.Storage.Buckets;

/// <summary>What an engine said about an object, in place of carrying out a call. Nothing was written.</summary>
/// <param name="kind">What it said.</param>
/// <param name="inner">The words of the engine.</param>
internal sealed class EngineAnswer(EngineAnswerKind kind, Exception inner) : Exception(inner.Message, inner)
{
    public EngineAnswerKind Kind => kind;
}

/// <summary>The answers that a store acts upon.</summary>
internal enum EngineAnswerKind
{
    /// <summary>The object is not there. That there is no bucket is something else.</summary>
    Missing,

    /// <summary>A condition of a write or a read does not hold.</summary>
    Refused,

    /// <summary>Another writer was at the object at the same moment: nothing is decided, the call is to be made again.</summary>
    Conflict,

    /// <summary>A range begins behind the end of the object.</summary>
    BehindEnd,

    /// <summary>The object is still the one that is known.</summary>
    Unchanged,
}
