using System.Text.Json;

namespace BintrayPush.Pushing;

/// <summary>The documents of <see cref="ReceiptFile"/> and <see cref="PlanFile"/> for whoever reads them from a stream.</summary>
public static class PushJson
{
    /// <summary>What a push did.</summary>
    public static void Write(Receipt receipt, Stream stream) =>
        JsonSerializer.Serialize(stream, ReceiptDocument.Of(receipt), ReceiptJson.Default.ReceiptDocument);

    /// <summary>What a dry run found.</summary>
    public static void Write(PushPreview preview, Stream stream) =>
        JsonSerializer.Serialize(stream, PlanDocument.Of(preview), PlanJson.Default.PlanDocument);
}
