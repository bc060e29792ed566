namespace BintrayPush.Planning;

/// <summary>Where the artifacts of a push come from.</summary>
public enum PushMode
{
    /// <summary>They are what the build made and what the project names.</summary>
    Build,

    /// <summary>They are what a descriptor names under the roots.</summary>
    Files,
}
