using System.Text.Json;

namespace BintrayPush.Server.Http;

/// <summary>How NuGet's staging protocol answers failures: a code for programs and the words for people.</summary>
internal static class StagingFailure
{
    private const string OwnCode = "BTP";

    public static bool IsFor(IReadOnlyList<string> segments) => segments is ["nuget", _, _, "v3", "staging", ..];

    public static void Write(Utf8JsonWriter json, int status, string message, string? hint)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", CodeOf(status, message));
        json.WriteString("message", hint is null ? message : $"{message}: {hint}");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What the store refuses of releases begins with its code; of all else the status says what it is.</summary>
    private static string CodeOf(int status, string message) =>
        message.StartsWith(OwnCode, StringComparison.Ordinal) && message.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
            ? message[..colon]
            : status switch
            {
                StatusCodes.Status400BadRequest => "BadRequest",
                StatusCodes.Status401Unauthorized => "Unauthorized",
                StatusCodes.Status403Forbidden => "Forbidden",
                StatusCodes.Status404NotFound => "NotFound",
                StatusCodes.Status409Conflict => "Conflict",
                StatusCodes.Status413PayloadTooLarge => "TooLarge",
                StatusCodes.Status429TooManyRequests => "TooManyRequests",
                StatusCodes.Status503ServiceUnavailable => "Unavailable",
                _ => $"Status{status}",
            };
}
