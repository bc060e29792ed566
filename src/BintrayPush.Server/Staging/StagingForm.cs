using BintrayPush.Server.Feed;
using BintrayPush.Server.Http;
using BintrayPush.Server.Settings;
using BintrayPush.Server.Uploads;
using BintrayPush.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace BintrayPush.Server.Staging;

/// <summary>The form that stages a package: its file, put aside, and the group that it is to be in. Its parts come in any order.</summary>
/// <param name="Arrived">The file.</param>
/// <param name="Group">The group; <see langword="null"/> if none is named.</param>
internal sealed record StagingForm(ArrivedPackage Arrived, string? Group) : IDisposable
{
    private const int LongestBoundary = 200;
    private const int LongestGroup = 1000;
    private const int MostParts = 20;

    /// <summary>Reads the form of a call.</summary>
    /// <param name="call">The call.</param>
    /// <param name="part">The part that is the file.</param>
    /// <param name="store">Where it is put aside.</param>
    /// <param name="settings">How large it may be.</param>
    /// <exception cref="BintrayException">400: it is no such form. 413: the file is too large.</exception>
    public static async Task<StagingForm> ReadAsync(Call call, string part, IServerStore store, ServerSettings settings)
    {
        var request = call.Http.Request;
        if (!MultipartFile.IsSentBy(request))
        {
            throw Refusal.BadRequest($"a package is staged as multipart/form-data, with the part '{part}'");
        }

        var boundary = HeaderUtilities.RemoveQuotes(MediaTypeHeaderValue.Parse(request.ContentType).Boundary).Value!;
        var reader = boundary.Length <= LongestBoundary
            ? new MultipartReader(boundary, request.Body)
            : throw Refusal.BadRequest("the boundary of the multipart body is too long");
        ArrivedPackage? arrived = null;
        string? group = null;
        try
        {
            for (var i = 0; await BodyReads.GuardAsync(() => reader.ReadNextSectionAsync(call.Cancellation)) is { } section; i++)
            {
                if (i == MostParts)
                {
                    throw Refusal.BadRequest($"the form has more than {MostParts} parts");
                }

                var name = NameOf(section);
                if (name == part && arrived is null)
                {
                    arrived = await ArrivedPackage.TakeAsync(call, section.Body, store, settings);
                }
                else if (name == StagingJson.GroupPart && group is null)
                {
                    group = await ReadTextAsync(section, call.Cancellation);
                }
                else if (name == part || name == StagingJson.GroupPart)
                {
                    throw Refusal.BadRequest($"the form has more than one part '{name}'");
                }
            }

            var form = new StagingForm(arrived ?? throw Refusal.BadRequest($"the form has no part '{part}'"), group);
            arrived = null;
            return form;
        }
        finally
        {
            arrived?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Arrived.Dispose();

    private static string NameOf(MultipartSection section) =>
        ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)
            ? HeaderUtilities.RemoveQuotes(disposition.Name).ToString()
            : "";

    private static async Task<string> ReadTextAsync(MultipartSection section, CancellationToken cancellation)
    {
        var buffer = new byte[LongestGroup + 1];
        var length = 0;
        while (length < buffer.Length
            && await BodyReads.ReadAsync(section.Body, buffer.AsMemory(length), cancellation) is var read and > 0)
        {
            length += read;
        }

        return length is > 0 and <= LongestGroup
            ? System.Text.Encoding.UTF8.GetString(buffer, 0, length)
            : throw Refusal.BadRequest($"'{StagingJson.GroupPart}' must name a group, or be left out");
    }
}
