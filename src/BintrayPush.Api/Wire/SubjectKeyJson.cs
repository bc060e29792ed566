using System.Text.Json;
using BintrayPush.Api.Model;
using BintrayPush.Api.Service;

namespace BintrayPush.Api.Wire;

/// <summary>The key that a service signs with, as JSON: what client and server send each other.</summary>
public static class SubjectKeyJson
{
    private static readonly (KeyState State, string Word)[] Words =
    [
        (KeyState.Usable, "usable"),
        (KeyState.PassphraseMissing, "passphrase-missing"),
        (KeyState.PassphraseWrong, "passphrase-wrong"),
        (KeyState.Expired, "expired"),
        (KeyState.Revoked, "revoked"),
        (KeyState.Locked, "locked"),
    ];

    /// <summary>How a state is written.</summary>
    public static string Word(KeyState state) => Words.First(word => word.State == state).Word;

    /// <summary>Writes the fields of a key.</summary>
    public static void Write(Utf8JsonWriter writer, SubjectKey key)
    {
        writer.WriteString("fingerprint", key.Fingerprint);
        writer.WriteString("algorithm", key.Algorithm);
        writer.WriteString("user_id", key.UserId);
        writer.WriteString("created", WireDate.Format(key.Created));
        if (key.Expires is { } end)
        {
            writer.WriteString("expires", WireDate.Format(end));
        }

        writer.WriteString("state", Word(key.State));
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It is no such object; the message says why.</exception>
    public static SubjectKey Read(JsonElement json) => new()
    {
        Fingerprint = Text(json, "fingerprint"),
        Algorithm = Text(json, "algorithm"),
        UserId = Text(json, "user_id"),
        Created = Answers.Date(json, "created") ?? throw new FormatException("a key has no 'created'"),
        Expires = Answers.Date(json, "expires"),
        State = Words.Where(word => word.Word == Text(json, "state")).Select(word => (KeyState?)word.State).FirstOrDefault()
            ?? throw new FormatException("a key is in a state that has no meaning"),
    };

    private static string Text(JsonElement json, string name) =>
        Answers.Text(json, name) ?? throw new FormatException($"a key has no '{name}'");
}
