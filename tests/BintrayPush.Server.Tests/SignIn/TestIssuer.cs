using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace BintrayPush.Server.Tests.SignIn;

/// <summary>Somebody who signs identity tokens, and anybody who tries to look like that.</summary>
internal sealed class TestIssuer : IDisposable
{
    public const string Name = "https://issuer.example";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The claims of a token, to be changed before it is signed.</summary>
    public static JsonObject Claims(DateTimeOffset now) => new()
    {
        ["iss"] = Name,
        ["aud"] = "https://packages.example.com",
        ["sub"] = "repo:acme/lib:ref:refs/heads/main",
        ["jti"] = Guid.NewGuid().ToString(),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddMinutes(10).ToUnixTimeSeconds(),
        ["repository"] = "acme/lib",
        ["repository_id"] = "1001",
        ["repository_owner"] = "acme",
        ["repository_owner_id"] = "7",
        ["workflow_ref"] = "acme/lib/.github/workflows/release.yml@refs/heads/main",
        ["environment"] = "release",
    };

    /// <summary>The public keys, as issuers tell them.</summary>
    public string KeySet(string rsa = "one", string curve = "two") => new JsonObject
    {
        ["keys"] = new JsonArray(
            KeyOf(JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false))), rsa),
            KeyOf(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ECDsa.Create(_curve.ExportParameters(false)))), curve)),
    }.ToJsonString();

    /// <summary>Signed as it should be.</summary>
    public string Sign(JsonObject claims, string algorithm = "RS256", string? kid = "one", Action<JsonObject>? change = null)
    {
        var header = new JsonObject { ["alg"] = algorithm, ["typ"] = "JWT" };
        if (kid is not null)
        {
            header["kid"] = kid;
        }

        change?.Invoke(header);
        var content = $"{Encode(header.ToJsonString())}.{Encode(claims.ToJsonString())}";
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = algorithm switch
        {
            "RS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => _rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => _curve.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            // The oldest trick: the public key as the secret of a symmetric algorithm.
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            _ => [],
        };
        return $"{content}.{Encode(signature)}";
    }

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public void Dispose()
    {
        _rsa.Dispose();
        _curve.Dispose();
    }

    private static string Encode(byte[] bytes) => Base64UrlEncoder.Encode(bytes);

    private static JsonNode KeyOf(JsonWebKey key, string kid)
    {
        key.Kid = kid;
        var told = new JsonObject { ["kty"] = key.Kty, ["kid"] = kid, ["use"] = "sig" };
        foreach (var (name, value) in (IEnumerable<(string, string?)>)[("n", key.N), ("e", key.E), ("crv", key.Crv), ("x", key.X), ("y", key.Y)])
        {
            if (value is { Length: > 0 })
            {
                told[name] = value;
            }
        }

        return told;
    }
}
