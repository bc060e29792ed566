using System.Text.Json;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>The body of a call that creates something with a name.</summary>
/// <param name="Name">The name; it is not checked yet.</param>
/// <param name="Fields">What else the body says.</param>
internal readonly record struct NamedBody(string Name, Fields Fields)
{
    /// <summary>Reads it. gulp-bintray sends the bare name in place of an object.</summary>
    /// <param name="call">The call.</param>
    /// <param name="what">What is created, for the words of the refusal.</param>
    /// <exception cref="BintrayException">400: there is no name.</exception>
    public static async Task<NamedBody> ReadAsync(Call call, string what)
    {
        var body = await call.ReadJsonAsync() ?? default;
        var fields = new Fields(body);
        var name = body.ValueKind == JsonValueKind.String ? body.GetString() : fields.Text("name");
        return new NamedBody(name ?? throw Refusal.BadRequest($"a {what} needs a name"), fields);
    }
}
