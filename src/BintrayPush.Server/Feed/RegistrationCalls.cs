using BintrayPush.Feed.Documents;
using BintrayPush.Feed.Model;
using BintrayPush.Server.Http;

namespace BintrayPush.Server.Feed;

/// <summary>What is said of the versions of an id, in a feed of any kind.</summary>
/// <param name="root">The pattern of the folder of its service index.</param>
/// <param name="needs">What a caller must be to read it.</param>
/// <param name="urls">The addresses in its documents.</param>
/// <param name="answer">Answers with what is made of the versions of the id in the path of a call.</param>
internal sealed class RegistrationCalls(
    string root, Needs needs, Func<Call, FeedUrls> urls, Func<Call, Func<IEnumerable<FeedPackage>, byte[]>, Task<byte[]>> answer)
{
    private const string Json = ".json";

    public IEnumerable<CallRoute> Routes =>
        [.. In("registration", semVer2: false), .. In("registration-semver2", semVer2: true)];

    private IEnumerable<CallRoute> In(string folder, bool semVer2) =>
    [
        Read($"{folder}/{{id}}/index.json", semVer2, (_, registration, versions) => registration.WriteIndex(versions)),
        Read($"{folder}/{{id}}/page/{{lower}}/{{upper}}", semVer2, (call, registration, versions) =>
            registration.WritePage(versions, call["lower"].ToLowerInvariant(), WithoutJson(call["upper"]))
                ?? throw FeedCalls.Missing(call)),
        Read($"{folder}/{{id}}/{{version}}", semVer2, (call, registration, versions) =>
        {
            var version = WithoutJson(call["version"]);
            return registration.WriteLeaf(
                versions.FirstOrDefault(found => found.LowerVersion == version) ?? throw FeedCalls.Missing(call));
        }),
    ];

    private CallRoute Read(string path, bool semVer2, Func<Call, Registration, IReadOnlyList<FeedPackage>, byte[]> write) =>
        new("GET", $"{root}/{path}", needs, async call => await FeedAnswer.JsonAsync(call, await answer(call, versions =>
        {
            var registration = new Registration(urls(call), semVer2);
            var shown = registration.Shown(versions);
            return shown.Count > 0 ? write(call, registration, shown) : throw FeedCalls.Missing(call);
        })));

    private static string WithoutJson(string name) =>
        (name.EndsWith(Json, StringComparison.OrdinalIgnoreCase) ? name[..^Json.Length] : name).ToLowerInvariant();
}
