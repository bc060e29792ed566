namespace BintrayPush.Server.Pages;

/// <summary>A user in the list of a subject.</summary>
/// <param name="Name">The name.</param>
/// <param name="Role">The role on the subject.</param>
/// <param name="Created">When the user was added.</param>
public sealed record UserLine(string Name, string Role, DateTimeOffset Created);

/// <summary>A policy in the list of a subject.</summary>
/// <param name="Id">By what it is removed.</param>
/// <param name="Scope">What a key is for.</param>
/// <param name="User">The name that a client says.</param>
/// <param name="Issuer">Who signs the tokens.</param>
/// <param name="Audience">For whom they must be made.</param>
/// <param name="Claims">What they must say, each as <c>name=value</c>.</param>
/// <param name="Created">When it was made.</param>
public sealed record PolicyLine(
    string Id, string Scope, string User, string Issuer, string Audience, IReadOnlyList<string> Claims, DateTimeOffset Created);
