using System.Text.Json;
using BintrayPush.Server.Access;
using BintrayPush.Server.Catalog;
using BintrayPush.Server.Http;
using BintrayPush.Server.Records;
using BintrayPush.Server.Users;
using BintrayPush.Storage;

namespace BintrayPush.Server.Products;

/// <summary>
/// Products (protocol reference, sections 12 and 15): packages of a subject under one name. A caller sees those of their packages that
/// they may read.
/// </summary>
internal sealed class ProductCalls(IServerStore store, RepositoryFacts facts)
{
    private const int MostProducts = 100;
    private const int MostPackages = 1000;

    /// <summary>In characters, as for packages.</summary>
    private const int LongestReadme = 128 * 1024;

    private readonly RecordSet<ProductRecord> _products = new(store.PrivateFiles, "product", ProductJson.Default.ProductRecord);

    public IEnumerable<CallRoute> Routes =>
    [
        new("*", "products/{subject}/_all/signed_eulas", Needs.Member, call => throw PremiumRefusal.Of(call.Subject)),
        new("GET", "products/{subject}", Needs.User, ListAsync),
        new("POST", "products/{subject}", Needs.Publish, CreateAsync),
        new("GET", "products/{subject}/{product}", Needs.User, GetAsync),
        new("PATCH", "products/{subject}/{product}", Needs.Publish, UpdateAsync),
        new("DELETE", "products/{subject}/{product}", Needs.Publish, DeleteAsync),
        new("GET", "products/{subject}/{product}/readme", Needs.User, GetReadmeAsync),
        new("POST", "products/{subject}/{product}/readme", Needs.Publish, SetReadmeAsync),
        new("DELETE", "products/{subject}/{product}/readme", Needs.Publish, DeleteReadmeAsync),
        new("GET", "products/{subject}/{product}/eulas", Needs.User, ListEulasAsync),
        new("*", "products/{subject}/{product}/eulas/{path*}", Needs.Member, RefuseEulasAsync),
        new("*", "products/{subject}/{product}/signed_eulas", Needs.Member, RefuseEulasAsync),
        new("*", "products/{subject}/{product}/entitlements/{path*}", Needs.Member, call => throw PremiumRefusal.Entitlements()),
    ];

    private async Task ListAsync(Call call)
    {
        var products = await _products.ListAsync(call.Subject, call.Cancellation);
        var shown = new List<(ProductRecord Product, IReadOnlyList<Package> Packages)>();
        var own = products.Where(product => product.Subject == call.Subject);
        foreach (var product in own.OrderBy(product => product.Name, StringComparer.Ordinal))
        {
            shown.Add((product, await VisiblePackagesAsync(call, product)));
        }

        await Answer.ListAsync(call.Http, shown, (json, item) => Write(json, item.Product, item.Packages));
    }

    private async Task GetAsync(Call call) => await AnswerAsync(call, await RequireAsync(call), StatusCodes.Status200OK);

    private async Task CreateAsync(Call call)
    {
        var fields = await call.ReadFieldsAsync();
        var name = fields.Text("name") ?? throw Refusal.BadRequest("a product needs a name");
        if (!RepositoryAddress.TryParse($"{call.Subject}/{name}", out _, out var fault))
        {
            throw Refusal.BadRequest($"not a product name: {fault}");
        }

        var created = Changed(new ProductRecord { Subject = call.Subject, Name = name, Created = DateTimeOffset.UtcNow }, fields);
        await RequirePackagesAsync(call, created.Packages);
        await _products.ChangeAsync(
            call.Subject,
            name,
            all => all.Any(product => product.Name == name) ? throw Refusal.ProductExists(name)
                : all.Count >= MostProducts ? throw Refusal.TooManyProducts(MostProducts)
                : created,
            call.Cancellation);
        await AnswerAsync(call, created, StatusCodes.Status201Created);
    }

    private async Task UpdateAsync(Call call)
    {
        var fields = await call.ReadFieldsAsync();
        await RequirePackagesAsync(call, fields.Texts("packages") ?? []);
        await ChangeAsync(call, product => Changed(product, fields));
        await Answer.SuccessAsync(call.Http);
    }

    private async Task DeleteAsync(Call call)
    {
        await ChangeAsync(call, _ => null);
        await Answer.MessageAsync(call.Http, StatusCodes.Status200OK, "deleted");
    }

    private async Task GetReadmeAsync(Call call) => await AnswerReadmeAsync(call, (await RequireAsync(call)).Readme);

    private async Task SetReadmeAsync(Call call)
    {
        var readme = DocumentCalls.Read(await call.ReadFieldsAsync());
        if (readme.Content.Length > LongestReadme)
        {
            throw Refusal.BadRequest($"the text has {readme.Content.Length} characters; at most {LongestReadme} are kept");
        }

        await ChangeAsync(call, product => product with { Readme = readme });
        await AnswerReadmeAsync(call, readme);
    }

    private async Task DeleteReadmeAsync(Call call)
    {
        await ChangeAsync(call, product => product with { Readme = null });
        await Answer.SuccessAsync(call.Http);
    }

    /// <summary>Everybody could read the list; it is empty here, because there is no way to add to it.</summary>
    private async Task ListEulasAsync(Call call)
    {
        await RequireAsync(call);
        await Answer.ListAsync(call.Http, Array.Empty<string>(), (json, name) => json.WriteStringValue(name));
    }

    private async Task RefuseEulasAsync(Call call)
    {
        await RequireAsync(call);
        throw PremiumRefusal.Of(call.Subject);
    }

    private async Task<ProductRecord> RequireAsync(Call call) =>
        Find(await _products.ListAsync(call.Subject, call.Cancellation), call) ?? throw Refusal.NoProduct(call["product"]);

    private Task ChangeAsync(Call call, Func<ProductRecord, ProductRecord?> change) => _products.ChangeAsync(
        call.Subject, call["product"], all => change(Find(all, call) ?? throw Refusal.NoProduct(call["product"])), call.Cancellation);

    private static ProductRecord? Find(IEnumerable<ProductRecord> all, Call call) =>
        all.FirstOrDefault(product => product.Subject == call.Subject && product.Name == call["product"]);

    /// <summary>A field that is not given stays; the name never changes.</summary>
    private static ProductRecord Changed(ProductRecord product, Fields fields) => product with
    {
        DisplayName = fields.Text("display_name") ?? product.DisplayName,
        Description = fields.Text("desc") ?? product.Description,
        WebsiteUrl = fields.Text("website_url") ?? product.WebsiteUrl,
        VcsUrl = fields.Text("vcs_url") ?? product.VcsUrl,
        SignUrlExpiry = fields.Number("sign_url_expiry") ?? product.SignUrlExpiry,
        Packages = fields.Texts("packages") is { } packages ? [.. packages.Distinct(StringComparer.Ordinal)] : product.Packages,
    };

    private async Task RequirePackagesAsync(Call call, IReadOnlyList<string> packages)
    {
        if (packages.Count > MostPackages)
        {
            throw Refusal.BadRequest($"a product may have {MostPackages} packages");
        }

        foreach (var name in packages)
        {
            var address = PackageOf(call.Subject, name) ?? throw Refusal.BadRequest($"'{name}' is not of the form repository/package");
            if (await store.Service.GetPackageAsync(address, call.Cancellation) is null)
            {
                throw Refusal.NoPackage(name);
            }
        }
    }

    /// <summary>Those of its packages that are there and that the caller may know of.</summary>
    private async Task<IReadOnlyList<Package>> VisiblePackagesAsync(Call call, ProductRecord product)
    {
        var seesAll = call.Caller.RoleOn(call.Subject) >= Role.Read;
        var packages = new List<Package>();
        foreach (var address in product.Packages.Select(name => PackageOf(product.Subject, name)).OfType<PackageAddress>())
        {
            if ((seesAll || await facts.FindAsync(address.Repository, call.Cancellation) is { IsPrivate: false })
                && await store.Service.GetPackageAsync(address, call.Cancellation) is { } package)
            {
                packages.Add(package);
            }
        }

        return packages;
    }

    private static PackageAddress? PackageOf(string subject, string name)
    {
        var slash = name.IndexOf('/');
        return slash > 0 && RepositoryAddress.TryParse($"{subject}/{name[..slash]}", out var home, out _)
            ? PackageAddress.Of(home, name[(slash + 1)..])
            : null;
    }

    private async Task AnswerAsync(Call call, ProductRecord product, int status)
    {
        var packages = await VisiblePackagesAsync(call, product);
        await Answer.JsonAsync(call.Http, status, json => Write(json, product, packages));
    }

    private static Task AnswerReadmeAsync(Call call, Document? readme) => Answer.JsonAsync(call.Http, StatusCodes.Status200OK, json =>
    {
        json.WriteStartObject();
        json.WriteString("product", call["product"]);
        json.WriteString("owner", call.Subject);
        if (readme is not null)
        {
            DocumentCalls.WriteBlock(json, readme);
        }

        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, ProductRecord product, IReadOnlyList<Package> packages)
    {
        json.WriteStartObject();
        json.WriteString("name", product.Name);
        json.WriteString("display_name", product.DisplayName ?? product.Name);
        json.WriteString("desc", product.Description ?? "");
        json.WriteString("website_url", product.WebsiteUrl ?? "");
        json.WriteString("vcs_url", product.VcsUrl ?? "");
        json.WriteStrings("packages", packages.Select(package => $"{package.Address.Repository.Name}/{package.Address.Name}"));
        json.WriteStrings("versions", packages.SelectMany(package => package.Versions).Distinct(StringComparer.Ordinal));
        json.WriteIfKnown("sign_url_expiry", product.SignUrlExpiry);
        json.WriteDate("created", product.Created);
        json.WriteEndObject();
    }
}
