namespace BintrayPush.Server.Users;

/// <summary>Who makes a call.</summary>
internal sealed class Caller
{
    /// <summary>An anonymous caller.</summary>
    public static readonly Caller Anonymous = new(null);

    private readonly UserRecord? _user;

    private Caller(UserRecord? user) => _user = user;

    /// <summary>A user who has shown the right key.</summary>
    public static Caller Of(UserRecord user) => new(user);

    /// <summary>The user's name, or <see langword="null"/>.</summary>
    public string? Name => _user?.Name;

    /// <summary>Whether the call is anonymous.</summary>
    public bool IsAnonymous => _user is null;

    /// <summary>The role on what a subject owns.</summary>
    public Role RoleOn(string subject) => _user?.Roles.GetValueOrDefault(subject) ?? Role.None;
}
