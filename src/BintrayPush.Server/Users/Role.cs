namespace BintrayPush.Server.Users;

/// <summary>What a user may do with what a subject owns (protocol reference 1.2); each role includes the ones before it.</summary>
internal enum Role
{
    /// <summary>Nothing beyond what is public.</summary>
    None,

    /// <summary>See private repositories.</summary>
    Read,

    /// <summary>Change packages, versions and files.</summary>
    Publish,

    /// <summary>Create, change and delete repositories too.</summary>
    Admin,
}
