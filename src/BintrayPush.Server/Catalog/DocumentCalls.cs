using System.Text.Json;
using BintrayPush.Api.Service;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Catalog;

/// <summary>Readme and release notes (protocol reference, section 12). What lies on GitHub is not fetched.</summary>
internal sealed class DocumentCalls(IBintray bintray)
{
    private const string NotFetched =
        "documents that lie on GitHub are not fetched by this server: send a 'bintray' block with 'syntax' and 'content'";

    private const string OfPackage = "packages/{subject}/{repo}/{package}/";
    private const string OfVersion = "packages/{subject}/{repo}/{package}/versions/{version}/";
    private const string OfFile = "files/{subject}/{repo}/{path*}/";

    public IEnumerable<CallRoute> Routes => new (string Word, DocumentKind Kind)[]
    {
        ("readme", DocumentKind.Readme),
        ("release_notes", DocumentKind.ReleaseNotes),
    }.SelectMany(document => new (string Pattern, Func<Call, MetadataOwner> Owner)[]
    {
        (OfPackage, call => call.Package),
        (OfVersion, call => call.Version),
        (OfFile, call => call.File),
    }.SelectMany(place => new CallRoute[]
    {
        new("GET", place.Pattern + document.Word, Needs.Read, call => GetAsync(call, place.Owner(call), document.Kind)),
        new("POST", place.Pattern + document.Word, Needs.Publish, call => SetAsync(call, place.Owner(call), document.Kind)),
        new("DELETE", place.Pattern + document.Word, Needs.Publish, call => DeleteAsync(call, place.Owner(call), document.Kind)),
    }));

    private async Task GetAsync(Call call, MetadataOwner owner, DocumentKind kind) =>
        await AnswerAsync(call, owner, await bintray.GetDocumentAsync(owner, kind, call.Cancellation));

    private async Task SetAsync(Call call, MetadataOwner owner, DocumentKind kind)
    {
        var fields = await call.ReadFieldsAsync();
        if (kind == DocumentKind.ReleaseNotes && owner is PackageAddress or VersionAddress && IsOnGitHub(fields))
        {
            throw NotesNotFetched(call, (owner as VersionAddress)?.Name);
        }

        var document = Read(fields);
        await bintray.SetDocumentAsync(owner, kind, document, call.Cancellation);
        // 200, although the documentation calls it "created" (reference, section 17).
        await AnswerAsync(call, owner, document);
    }

    private async Task DeleteAsync(Call call, MetadataOwner owner, DocumentKind kind)
    {
        await bintray.DeleteDocumentAsync(owner, kind, call.Cancellation);
        await Answer.SuccessAsync(call.Http);
    }

    /// <summary>The document in a body.</summary>
    /// <exception cref="BintrayException">400: there is none, or it lies elsewhere.</exception>
    public static Document Read(Fields fields)
    {
        if (fields["bintray"] is not { } block)
        {
            throw Refusal.BadRequest(!IsOnGitHub(fields)
                ? "a 'bintray' block with 'syntax' and 'content' is expected"
                : NotFetched);
        }

        var inner = new Fields(block);
        var content = inner.Text("content") ?? throw Refusal.BadRequest("the document has no 'content'");
        return new Document(inner.Text("syntax")?.ToLowerInvariant() switch
        {
            null or "" or "markdown" => DocumentSyntax.Markdown,
            "asciidoc" => DocumentSyntax.Asciidoc,
            "plain_text" => DocumentSyntax.PlainText,
            var other => throw Refusal.BadRequest($"'{other}' is not a syntax; there are markdown, asciidoc and plain_text"),
        }, content);
    }

    /// <summary>
    /// The service's own words (a quote is missing in one of the two), which clients compare; the reason stands beside them.
    /// </summary>
    private static BintrayException NotesNotFetched(Call call, string? version) => new(
        BintrayException.BadRequest,
        $"Failed to set release notes files for subject '{call.Subject}' repo '{call["repo"]}' "
            + (version is null
                ? $"and pkg '{call["package"]}', Please check your github details"
                : $"pkg '{call["package"]} and version '{version}', Please check your github details and make sure the package of this "
                    + "version has the github repo configured"))
    {
        Hint = NotFetched,
    };

    private static bool IsOnGitHub(Fields fields) => fields["bintray"] is null && fields["github"] is not null;

    private static Task AnswerAsync(Call call, MetadataOwner owner, Document? document) =>
        Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        if (owner is VersionAddress or PackageAddress)
        {
            json.WriteString("package", (owner as VersionAddress)?.Package.Name ?? ((PackageAddress)owner).Name);
        }

        json.WriteString("repo", owner.Repository.Name);
        json.WriteString("owner", owner.Repository.Subject);
        json.WriteIfKnown("version", (owner as VersionAddress)?.Name);
        if (document is not null)
        {
            WriteBlock(json, document);
        }

        json.WriteEndObject();
    });

    /// <summary>Writes a document as it was sent, with its syntax in upper case.</summary>
    public static void WriteBlock(Utf8JsonWriter json, Document document)
    {
        json.WriteStartObject("bintray");
        json.WriteString("syntax", document.Syntax switch
        {
            DocumentSyntax.Asciidoc => "ASCIIDOC",
            DocumentSyntax.PlainText => "PLAIN_TEXT",
            _ => "MARKDOWN",
        });
        json.WriteString("content", document.Content);
        json.WriteEndObject();
    }
}
