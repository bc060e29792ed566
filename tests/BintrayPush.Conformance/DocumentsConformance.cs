using BintrayPush.Api.Model;
using BintrayPush.Api.Names;

namespace BintrayPush.Conformance;

/// <summary>Protocol reference, section 12.</summary>
public abstract class DocumentsConformance<TPlace> : ConformanceTests<TPlace>
    where TPlace : IPlace, new()
{
    [TestMethod]
    public async Task Documents_are_kept_and_replaced()
    {
        await Service.CreateVersionAsync(V1, new VersionDetails(), Cancellation);
        foreach (var (owner, kind) in new (
            MetadataOwner,
            DocumentKind)[] { (Lib, DocumentKind.Readme), (Lib, DocumentKind.ReleaseNotes), (V1, DocumentKind.ReleaseNotes) })
        {
            Assert.IsNull(await Service.GetDocumentAsync(owner, kind, Cancellation));
            await Service.SetDocumentAsync(owner, kind, new Document(DocumentSyntax.Asciidoc, "= One"), Cancellation);
            await Service.SetDocumentAsync(owner, kind, new Document(DocumentSyntax.PlainText, $"{owner} {kind}"), Cancellation);
        }

        Assert.AreEqual(
            new Document(DocumentSyntax.PlainText, $"{Lib} Readme"),
            await Service.GetDocumentAsync(Lib, DocumentKind.Readme, Cancellation));
        Assert.AreEqual(
            new Document(DocumentSyntax.PlainText, $"{V1} ReleaseNotes"),
            await Service.GetDocumentAsync(V1, DocumentKind.ReleaseNotes, Cancellation));
    }

    [TestMethod]
    public async Task Release_notes_are_removed_and_it_does_no_harm_to_remove_them_again()
    {
        await Service.SetDocumentAsync(Lib, DocumentKind.ReleaseNotes, new Document(DocumentSyntax.Markdown, "text"), Cancellation);
        await Service.DeleteDocumentAsync(Lib, DocumentKind.ReleaseNotes, Cancellation);
        await Service.DeleteDocumentAsync(Lib, DocumentKind.ReleaseNotes, Cancellation);
        Assert.IsNull(await Service.GetDocumentAsync(Lib, DocumentKind.ReleaseNotes, Cancellation));
    }

    [TestMethod]
    public async Task What_has_no_such_document_refuses_it()
    {
        await UploadAsync(V1, "a", "1");
        var text = new Document(DocumentSyntax.Markdown, "text");
        await RefusedAsync(400, "readme", () => Service.SetDocumentAsync(V1, DocumentKind.Readme, text, Cancellation));
        await RefusedAsync(400, "release notes", () => Service.SetDocumentAsync(File("a"), DocumentKind.ReleaseNotes, text, Cancellation));
        await RefusedAsync(404, "Version '2.0'", () => Service.SetDocumentAsync(V2, DocumentKind.ReleaseNotes, text, Cancellation));
    }

    [TestMethod]
    public Task A_text_without_end_is_refused() => RefusedAsync(
        400, "characters", () =>
            Service.SetDocumentAsync(
                Lib, DocumentKind.Readme, new Document(DocumentSyntax.Markdown, new string('x', 2_000_000)), Cancellation));
}
