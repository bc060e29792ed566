using System.Globalization;
using System.Text;
using System.Text.Json;
using BintrayPush.Api.Failures;
using BintrayPush.Api.Http.Connection;
using BintrayPush.Api.Model;

namespace BintrayPush.Api.Http.SignIn;

/// <summary>One token, which the build was begun with: of GitLab (<c>id_tokens</c>), or of anybody who can give one.</summary>
internal sealed class GivenToken(string token, Func<DateTimeOffset> now) : IdentitySource
{
    /// <summary>The variable that holds it.</summary>
    public const string Variable = "BINTRAY_ID_TOKEN";

    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public override string Words => $"the identity token in {Variable}";

    public override bool IsRenewable => false;

    public override Task<Secret> GetAsync(string audience, HttpLimits limits, CancellationToken cancellation)
    {
        if (!TokenText.IsUsable(token) || token.Split('.').Length != 3)
        {
            throw Refusal(
                CallFailure.IdentityTokenUnusable,
                $"{Variable} holds no identity token (a JSON Web Token: three parts with dots between them, on one line)");
        }

        if (EndOf(token) is { } end && end <= now() - Skew)
        {
            throw Refusal(
                CallFailure.IdentityTokenExpired,
                string.Format(CultureInfo.InvariantCulture, "{0} has expired at {1:yyyy-MM-dd HH:mm:ss} UTC", Words, end.UtcDateTime));
        }

        return Task.FromResult(new Secret(token));
    }

    public override bool IsSameAs(IdentitySource other) => other is GivenToken given && given.IsOf(token);

    private bool IsOf(string other) => token == other;

    /// <summary>Until when it counts, if it says so. What is wrong with it otherwise the server finds out.</summary>
    private static DateTimeOffset? EndOf(string token)
    {
        try
        {
            var part = token.Split('.')[1].Replace('-', '+').Replace('_', '/');
            var bytes = Convert.FromBase64String(part.PadRight((part.Length + 3) / 4 * 4, '='));
            using var claims = JsonDocument.Parse(Encoding.UTF8.GetString(bytes));
            return claims.RootElement.ValueKind == JsonValueKind.Object
                && claims.RootElement.TryGetProperty("exp", out var end) && end.ValueKind == JsonValueKind.Number
                && end.TryGetInt64(out var seconds)
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : null;
        }
        catch (Exception fault) when (fault is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
