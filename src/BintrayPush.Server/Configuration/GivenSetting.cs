namespace BintrayPush.Server.Configuration;

/// <summary>A setting as somebody gave it.</summary>
/// <param name="Name">Its name, the same wherever it is given: <c>sweep-every</c>; of Kestrel's own section with colons.</param>
/// <param name="Text">The value, as it was written.</param>
/// <param name="Place">Where it stands: a file with line and column, a variable, an option.</param>
internal sealed record GivenSetting(string Name, string Text, string Place);
