using BintrayPush.Server.Http;

namespace BintrayPush.Server.Uploads;

/// <summary>The places where an upload can say something: matrix parameters, query, headers (protocol reference 8.1, 8.4).</summary>
internal sealed class UploadSource(Call call)
{
    private static readonly string[] Names = ["deb_distribution", "deb_component", "deb_architecture"];

    /// <summary>A text; an empty one counts as not given.</summary>
    public string? Text(string parameter, string header) =>
        Given(call.Target.Matrix[parameter]) ?? Given(call.Query[parameter]) ?? Given(call.Http.Request.Headers[header].LastOrDefault());

    /// <summary>A flag.</summary>
    public bool Flag(string parameter, string header) =>
        call.Target.Matrix.Flag(parameter) ?? call.Query.Flag(parameter)
        ?? (call.Http.Request.Headers[header].LastOrDefault() is { } value && Parameters.IsSet(value));

    /// <summary>Debian coordinates; a parameter that comes twice means both values (reference 8.4).</summary>
    /// <exception cref="BintrayPush.Api.Failures.BintrayException">400: one stands within the path, so a value was cut off.</exception>
    public DebianCoordinates? Debian()
    {
        foreach (var name in Names.Where(name => call.Target.InsideMatrix.All(name).Any()))
        {
            throw Refusal.BadRequest(
                $"'{name}' stands within the path, and not at its end: a slash in its value is written as %2F");
        }

        var coordinates = new DebianCoordinates(Many("distribution"), Many("component"), Many("architecture"));
        return coordinates == new DebianCoordinates(null, null, null) ? null : coordinates;
    }

    private string? Many(string what)
    {
        var header = call.Http.Request.Headers["X-Bintray-Debian-" + what];
        string[] values = [.. call.Target.Matrix.All("deb_" + what), .. call.Query.All("deb_" + what)];
        return Given(string.Join(',', (values.Length > 0 ? values : [.. header.OfType<string>()])
            .SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Distinct()));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
