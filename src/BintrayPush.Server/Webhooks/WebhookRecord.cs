using System.Text.Json.Serialization;

namespace BintrayPush.Server.Webhooks;

/// <summary>
/// A webhook as the data folder keeps it. Its signature depends on nothing but the user's key and the package's name (protocol
/// reference, section 15), so it is made once, when the key is at hand: the key itself is stored nowhere.
/// </summary>
internal sealed record WebhookRecord
{
    /// <summary>After so many failures in a row it is not called any more, until it is registered again.</summary>
    public const int MostFailures = 7;

    private const int MostCalls = 20;

    public required string Subject { get; init; }

    public required string Repository { get; init; }

    public required string Package { get; init; }

    /// <summary>Who registered it. It is called only as long as this user may publish.</summary>
    public required string User { get; init; }

    /// <summary>As it was given, with its <c>%r</c> and <c>%p</c>.</summary>
    public required string Url { get; init; }

    /// <summary><c>POST</c>, <c>PUT</c> or <c>GET</c>.</summary>
    public required string Method { get; init; }

    /// <summary>The value of <c>X-Bintray-Hook-Hmac</c>.</summary>
    public required string Signature { get; init; }

    /// <summary>Failures in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The last calls, the newest first: as many as somebody looks at, so that the record stays small.</summary>
    public IReadOnlyList<WebhookCall> Calls { get; init; } = [];

    /// <summary>Whether another record is this webhook as it was registered, whatever has become of its calls since.</summary>
    public bool IsSameAs(WebhookRecord other) => this with { Failures = other.Failures, Calls = other.Calls } == other;

    /// <summary>The record after one call more.</summary>
    public WebhookRecord After(WebhookCall call) => this with
    {
        Failures = call.Failure is null ? 0 : Failures + 1,
        Calls = [call, .. Calls.Take(MostCalls - 1)],
    };

    /// <summary>What the record is found by: a user has one for a package.</summary>
    public static string KeyOf(string repository, string package, string user) => $"{repository}/{package}/{user}";
}

/// <summary>What became of a call.</summary>
/// <param name="At">When it was over.</param>
/// <param name="Version">The version that it told of.</param>
/// <param name="Tries">How often it was tried.</param>
/// <param name="Failure">Why it failed, without a word of what is secret; <see langword="null"/> if it was taken.</param>
internal sealed record WebhookCall(DateTimeOffset At, string Version, int Tries, string? Failure);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(WebhookRecord))]
internal sealed partial class WebhookJson : JsonSerializerContext;
