namespace BintrayPush.Server.Users;

/// <summary>
/// What a user may do with what a subject owns (protocol reference 1.2). Each role includes the ones before it, but for the two halves of
/// <see cref="Publish"/>: who may stage may not promote, and the other way round.
/// </summary>
internal enum Role
{
    /// <summary>Nothing beyond what is public.</summary>
    None,

    /// <summary>See private repositories.</summary>
    Read,

    /// <summary>Bring files, packages and versions, and make nothing public.</summary>
    Stage,

    /// <summary>Make public what is there, and bring nothing.</summary>
    Promote,

    /// <summary>Change packages, versions and files.</summary>
    Publish,

    /// <summary>Create, change and delete repositories too.</summary>
    Admin,
}

/// <summary>Comparing roles.</summary>
internal static class Roles
{
    /// <summary>The words by which roles are given and shown, the weakest first.</summary>
    public static readonly IReadOnlyList<string> Words = ["read", "stage", "promote", "publish", "admin"];

    /// <summary>The role that a word stands for, or <see langword="null"/>.</summary>
    public static Role? Parse(string word) => Words.Contains(word) ? Enum.Parse<Role>(word, ignoreCase: true) : null;

    /// <summary>The word that a role is shown by.</summary>
    public static string Word(this Role role) => role.ToString().ToLowerInvariant();

    /// <summary>Whether who has one role may do what another one may.</summary>
    public static bool Includes(this Role role, Role other) =>
        role >= other && (role, other) is not (Role.Promote, Role.Stage);

    /// <summary>What is left of a role where no more than another one is allowed.</summary>
    public static Role Within(this Role role, Role most) =>
        role.Includes(most) ? most : most.Includes(role) ? role : Role.Read;
}
