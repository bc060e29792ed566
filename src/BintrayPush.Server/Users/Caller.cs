namespace BintrayPush.Server.Users;

/// <summary>Who makes a call.</summary>
internal sealed class Caller
{
    /// <summary>An anonymous caller.</summary>
    public static readonly Caller Anonymous = new(null, null);

    private readonly UserRecord? _user;
    private readonly ApiKey? _key;

    private Caller(UserRecord? user, ApiKey? key)
    {
        _user = user;
        _key = key;
    }

    /// <summary>A user who has shown this key.</summary>
    public static Caller Of(UserRecord user, ApiKey key) => new(user, key);

    /// <summary>A user for whom somebody vouches who is trusted: all of their rights.</summary>
    public static Caller Of(UserRecord user) => new(user, null);

    /// <summary>The user's name, or <see langword="null"/>.</summary>
    public string? Name => _user?.Name;

    /// <summary>The key that was shown, or <see langword="null"/>.</summary>
    public ApiKey? Key => _key;

    /// <summary>Whether the call is anonymous.</summary>
    public bool IsAnonymous => _user is null;

    /// <summary>The role on what a subject owns, as far as the key may be used for it.</summary>
    public Role RoleOn(string subject) =>
        _user?.Roles.GetValueOrDefault(subject) is { } role ? role.Within(_key?.Scope ?? Role.Admin) : Role.None;
}
