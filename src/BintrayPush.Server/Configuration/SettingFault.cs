namespace BintrayPush.Server.Configuration;

/// <summary>What is wrong with a setting.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Reason">What is wrong, and what would be right.</param>
/// <param name="Code">The code of the error.</param>
internal sealed record SettingFault(string Place, string Reason, string Code = "BTP4106")
{
    /// <summary>In the form that editors and build servers lead to the place by.</summary>
    public override string ToString() => LogText.Clean($"{Place}: error {Code}: {Reason}");
}
