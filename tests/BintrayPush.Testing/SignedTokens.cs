using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace BintrayPush.Testing;

/// <summary>JSON Web Tokens of one key.</summary>
internal sealed class SignedTokens : IDisposable
{
    private const string Name = "build-service";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>What is told of the key.</summary>
    public string KeySet
    {
        get
        {
            var point = _key.ExportParameters(false).Q;
            var key = new JsonObject
            {
                ["kty"] = "EC",
                ["kid"] = Name,
                ["use"] = "sig",
                ["crv"] = "P-256",
                ["x"] = Base64Url.EncodeToString(point.X),
                ["y"] = Base64Url.EncodeToString(point.Y),
            };
            return new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString();
        }
    }

    public string Sign(JsonObject claims)
    {
        var header = new JsonObject { ["alg"] = "ES256", ["typ"] = "JWT", ["kid"] = Name };
        var content = $"{Encode(header)}.{Encode(claims)}";
        var signature = _key.SignData(
            Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        return $"{content}.{Base64Url.EncodeToString(signature)}";
    }

    public void Dispose() => _key.Dispose();

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
